"""Reports where bodies publish them → files in a folder of reports, each with a sidecar that says where it is from.

In: a list of addresses, or the address of a column of annual reports. Out: documents as published, what could not be had and why; a list.
Not its business: what a document says. The build never comes here: nothing else in this package asks the net for anything.
"""
