"""How a PC joins: SPAKE2 over a TCP port that is open only while a code lives (ADR 0021)."""
