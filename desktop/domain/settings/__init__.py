"""What can be set at a PC, who may set it for all PCs, and what holds of all that was said."""
