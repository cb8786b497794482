"""What is measured: how fast, and how much is read right. README.md has the figures and the commands that give them."""
