"""Documents on paper, by reportlab: slow to import (0.1 s), so nothing on the start path does."""
