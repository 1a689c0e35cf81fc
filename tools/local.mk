# smmctl: the command line, made of the same domain code.
