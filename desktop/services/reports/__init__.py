"""Reports: what a site keeps on paper of what happened."""
