#pragma once
#include <stdint.h>

// Allocations of this process since it began, on all threads.
uint64_t allocation_count(void);
