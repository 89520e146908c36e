"""The providers, a module each: what their events are called, and where they keep person, time and duplicate key."""
