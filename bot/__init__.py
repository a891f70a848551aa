"""Newsreel: a Discord community bot for film news."""

__version__ = "0.1.0"
