"""OFD, the national format of fixed pages → what is seen on them."""
