"""Sets our own editions of real reports: sources/*.yml in, reports/** out. Not part of the build of the site."""
