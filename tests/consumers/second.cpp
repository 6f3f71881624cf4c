#include <preflight/preflight.hpp>

bool second();

bool second() { return true; }
