#pragma once

namespace preflight::cli {

/// From now on a signal that ends the program takes this file away first. The name must stay where it is until
/// keep_unfinished(). Beyond some sixteen files nothing is promised.
void take_away_unfinished(const char* name);

/// The end of that.
void keep_unfinished(const char* name);

}  // namespace preflight::cli
