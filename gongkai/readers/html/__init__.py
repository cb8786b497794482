"""A saved page → what a browser shows of it: pages and their archives, style sheets, selectors, the cascade, the text of a cell."""
