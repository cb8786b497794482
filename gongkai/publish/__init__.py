"""Pages, files and pictures → the site that is served."""
