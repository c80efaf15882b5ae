"""Every lesson at a glance: what was checked before and has not changed is remembered."""
