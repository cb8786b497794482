"""Fonts whose digits are shown as something else, on every machine that has them: a list, for all formats that name fonts."""

PICTURE_FONTS = (
    "wingdings", "webdings", "zapfdingbats", "zapf dingbats", "marlett", "mt extra", "bookshelf symbol", "code 128", "code128", "code 39", "code39",
    "free 3 of 9", "3 of 9", "barcode", "segoe mdl2", "segoe fluent", "fontawesome", "font awesome",
)
"""how the names of fonts begin whose digits are no digits"""
