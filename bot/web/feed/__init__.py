"""Feeds, made into entries; ``document`` is where it begins."""
