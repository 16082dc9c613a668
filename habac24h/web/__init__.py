"""Pages for the office: server-rendered Vietnamese HTML, without JavaScript or outside files."""
