#include <preflight/preflight.hpp>

// Two translation units with the same header: a definition which is not inline does not link.
bool second();

int main() { return second() ? 0 : 1; }
