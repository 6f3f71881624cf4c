#pragma once

namespace preflight::cli {

/// From now on a signal that ends the program takes this file away first. The name must stay where it is until
/// unregister_temp_file().
void register_temp_file(const char* name);

/// The end of that.
void unregister_temp_file(const char* name);

}  // namespace preflight::cli
