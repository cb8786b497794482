"""Pictures of pages → what is certain of what is printed on them."""
