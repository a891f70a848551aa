"""HTML of feeds and pages alike: trees, text, and pictures with their words."""
