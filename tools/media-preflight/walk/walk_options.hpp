#pragma once

namespace preflight::cli {

struct walk_options {
  bool with_hidden = false;
  bool with_ignored = false;
};

}  // namespace preflight::cli
