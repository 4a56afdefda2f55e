"""The program: where parts are chosen and joined (STYLE §1)."""
