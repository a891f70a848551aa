"""HTTP, feeds and pages: the way in from outside."""
