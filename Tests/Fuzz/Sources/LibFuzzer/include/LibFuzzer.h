#include <stddef.h>
#include <stdint.h>

// libFuzzer's own entry, https://llvm.org/docs/LibFuzzer.html#using-libfuzzer-as-a-library. One program
// then holds every target, which an LLVMFuzzerTestOneInput of its own for each would not allow.
int LLVMFuzzerRunDriver(int *count, char ***words, int (*try_one)(const uint8_t *bytes, size_t size));
