"""The floor plan on the Now page: drawn, and arranged. Imported where the site has one."""
