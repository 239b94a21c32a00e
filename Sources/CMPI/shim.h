// The flags of the system's MPI, which pkg-config knows; its functions are called from C alone.
