"""The shtml family: its pages end in .shtml, at 四川日报 of late in .html."""
