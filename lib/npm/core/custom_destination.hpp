#pragma once

#include <forward_list>
#include <string>
#include <string_view>
#include <utility>

#include <preflight/destination.hpp>
#include <preflight/destinations/set_limit.hpp>

namespace preflight::npm {

/// A destination that a program describes key by key. What is wrong with a key or a value is a clause that follows it;
/// empty where nothing is.
class custom_destination {
 public:
  /// `base` must outlive this; nullptr: nothing is limited yet.
  custom_destination(std::string name, const preflight::destination* base) {
    const std::string_view kept = keep(std::move(name));
    if (base != nullptr) {
      value_ = *base;
      value_.title = keep("destination '" + std::string{kept} + "'");
    } else {
      value_.title = value_.service = kept;
    }
    value_.name = kept;
  }
  custom_destination(const custom_destination&) = delete;
  custom_destination& operator=(const custom_destination&) = delete;

  [[nodiscard]] std::string_view set(std::string_view key, std::string_view text) {
    constexpr citation source{"set by the calling program", "", confidence::chosen};
    if (key == "title" || key == "service") {
      (key == "title" ? value_.title : value_.service) = keep(std::string{text});
      return text.empty() ? "must be a string that is not empty" : "";
    }
    has_max_ = has_max_ || key == "max-bytes";
    has_safe_max_ = has_safe_max_ || key == "safe-max-bytes";
    switch (set_limit(value_, key, text, source)) {
      case setting_outcome::unknown_key: return "is not a key of a destination";
      case setting_outcome::invalid_value: return "has an invalid value";
      case setting_outcome::set: break;
    }
    return "";
  }

  /// To be called once all is set: whether the limits agree with each other.
  [[nodiscard]] std::string_view finish() {
    if (has_max_ && !has_safe_max_) {
      value_.safe_max_bytes = value_.max_bytes;
    }
    if (value_.safe_max_bytes.value > value_.max_bytes.value) {
      return "safe-max-bytes is larger than max-bytes";
    }
    const bool is_reversed =
        value_.min_video_size && value_.max_video_size &&
        hull(value_.min_video_size->value, value_.max_video_size->value) != value_.max_video_size->value;
    return is_reversed ? "video-min is larger than video-max" : "";
  }

  [[nodiscard]] const preflight::destination& value() const { return value_; }

 private:
  std::string_view keep(std::string text) { return texts_.emplace_front(std::move(text)); }

  preflight::destination value_;
  std::forward_list<std::string> texts_;  ///< that value_ points into
  bool has_max_ = false;
  bool has_safe_max_ = false;
};

}  // namespace preflight::npm
