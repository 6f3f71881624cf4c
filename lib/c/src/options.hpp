#pragma once

#include <cstddef>

#include <preflight/preflight.h>
#include <preflight/destination.hpp>
#include <preflight/facts/depth.hpp>

#include "destination.hpp"

namespace preflight::c {

/// Options that were found to be valid. What they name is copied, so a caller may free it at once.
class checked_options {
 public:
  /// MPF_OK, or what is wrong with them. `given` may be nullptr.
  [[nodiscard]] int read(const mpf_options* given);

  /// Good as long as this stays where it is.
  [[nodiscard]] const destination& target() const { return target_; }
  [[nodiscard]] preflight::depth depth() const { return depth_; }

 private:
  [[nodiscard]] int read_known(const mpf_options& given);

  owned_destination own_;
  destination target_;
  preflight::depth depth_ = preflight::depth::structure;
};

}  // namespace preflight::c
