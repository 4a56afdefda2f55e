"""The de-escalation guidance: cards, the ladders they stand on, and what people say of them."""
