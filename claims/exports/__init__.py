"""A report or a trace in, text or bytes out; nothing here touches the store."""
