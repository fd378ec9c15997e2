/* How long an allocation is: what the fuzzers' memory meter subtracts when it is freed. */
#if defined(__APPLE__)
#include <malloc/malloc.h>
#define malloc_usable_size malloc_size
#else
#include <malloc.h>
#endif
