"""Articles' pages, made into facts; ``document`` is where it begins."""
