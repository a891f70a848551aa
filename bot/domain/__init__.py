"""Pure rules: standard library only, no await, nothing of ours from outside."""
