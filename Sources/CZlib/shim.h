// The system's compression library.
#include <zlib.h>
