"""PDF → what pdfium says and shows of its pages."""
