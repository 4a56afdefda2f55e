"""The floor plan: pictures of the site's floors, and where each station stands on them."""
