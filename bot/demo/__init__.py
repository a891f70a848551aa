"""The demo: a real bot, a small news site and a Discord that is played."""
