#pragma once

/// How often the calling thread has asked for memory; 0 where that cannot be counted.
long allocation_count(void);
