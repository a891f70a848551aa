"""What cogs share: cards, text on Discord, the publisher."""
