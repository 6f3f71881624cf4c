#pragma once

namespace preflight::cli {

struct walk_options {
  bool with_hidden = false;
  bool with_ignored = false;
  bool names_skipped = false;  ///< not only counts what is left out
};

}  // namespace preflight::cli
