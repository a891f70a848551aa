"""Pictures that the bot draws, in worker processes."""
