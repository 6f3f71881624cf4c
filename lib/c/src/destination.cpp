#include "destination.hpp"

#include <memory>
#include <string_view>
#include <utility>

#include <preflight/destinations/all.hpp>
#include <preflight/destinations/set_limit.hpp>

#include "guard.hpp"

namespace preflight::c {

namespace {

constexpr citation set_by_caller{"set by the calling program", "", confidence::chosen};

}  // namespace

/// Its limits are the caller's own, so they are not said to be those of whom it extends.
owned_destination::owned_destination(std::string name, const destination* base) : name_{std::move(name)} {
  if (base != nullptr) {
    limits_ = *base;
    title_ = "destination '" + name_ + "'";
  } else {
    title_ = service_ = name_;
  }
}

int owned_destination::set(const char* key, const char* value) {
  const std::string_view name{key};
  if (name == "title" || name == "service") {
    if (*value == '\0') {
      return MPF_ERROR_VALUE;
    }
    (name == "title" ? title_ : service_) = value;
    return MPF_OK;
  }
  switch (set_limit(limits_, name, value, set_by_caller)) {
    case setting_outcome::unknown_key: return MPF_ERROR_KEY;
    case setting_outcome::invalid_value: return MPF_ERROR_VALUE;
    case setting_outcome::set: break;
  }
  has_max_bytes_ = has_max_bytes_ || name == "max-bytes";
  has_safe_max_bytes_ = has_safe_max_bytes_ || name == "safe-max-bytes";
  return MPF_OK;
}

destination owned_destination::limits() const {
  destination out = limits_;
  out.name = name_;
  out.title = title_ ? *title_ : limits_.title;
  out.service = service_ ? *service_ : limits_.service;
  if (has_max_bytes_ && !has_safe_max_bytes_) {
    out.safe_max_bytes = out.max_bytes;
  }
  return out;
}

bool owned_destination::is_consistent() const {
  const destination whole = limits();
  const bool is_safe_larger = whole.safe_max_bytes.value > whole.max_bytes.value;
  const bool is_video_reversed =
      whole.min_video_size && whole.max_video_size &&
      hull(whole.min_video_size->value, whole.max_video_size->value) != whole.max_video_size->value;
  return !is_safe_larger && !is_video_reversed;
}

}  // namespace preflight::c

using preflight::c::guarded;

int mpf_destination_new(const char* name, const char* extends, mpf_destination** destination) {
  if (destination != nullptr) {
    *destination = nullptr;
  }
  if (destination == nullptr || name == nullptr) {
    return MPF_ERROR_NULL;
  }
  return guarded([&]() -> int {
    if (*name == '\0' || preflight::destination_named(name) != nullptr) {
      return MPF_ERROR_NAME;
    }
    const preflight::destination* const base = extends != nullptr ? preflight::destination_named(extends) : nullptr;
    if (extends != nullptr && base == nullptr) {
      return MPF_ERROR_DESTINATION;
    }
    *destination = std::make_unique<mpf_destination>(mpf_destination{{name, base}}).release();
    return MPF_OK;
  });
}

int mpf_destination_set(mpf_destination* destination, const char* key, const char* value) {
  if (destination == nullptr || key == nullptr || value == nullptr) {
    return MPF_ERROR_NULL;
  }
  return guarded([&] { return destination->own.set(key, value); });
}

void mpf_destination_free(mpf_destination* destination) { delete destination; }
