"""Documents of offices → what Word, Excel and LibreOffice show of them."""
