#include "options.hpp"

#include <algorithm>
#include <cstring>

#include <preflight/destinations/all.hpp>

namespace preflight::c {

namespace {

/// What comes after the members known here was zero by default: a newer caller who set none of it loses nothing.
bool is_rest_zero(const mpf_options* given, std::size_t size) {
  const auto* const bytes = reinterpret_cast<const unsigned char*>(given);
  return std::all_of(bytes + sizeof(mpf_options), bytes + size, [](unsigned char byte) { return byte == 0; });
}

}  // namespace

int checked_options::read(const mpf_options* given) {
  if (given == nullptr) {
    target_ = *all_destinations.front();
    return MPF_OK;
  }
  constexpr std::size_t max_size = 4096;  // no version has more members; it guards against a size that was never set
  std::size_t size = 0;
  std::memcpy(&size, given, sizeof size);
  if (size < sizeof(mpf_options) || size > max_size || !is_rest_zero(given, size)) {
    return MPF_ERROR_OPTIONS;
  }
  return read_known(*given);
}

int checked_options::read_known(const mpf_options& given) {
  switch (given.depth) {
    case MPF_DEPTH_DEFAULT:
    case MPF_DEPTH_STRUCTURE: depth_ = preflight::depth::structure; break;
    case MPF_DEPTH_HEADER: depth_ = preflight::depth::header; break;
    default: return MPF_ERROR_DEPTH;
  }
  if (given.custom_destination != nullptr) {
    if (given.destination != nullptr) {
      return MPF_ERROR_TWO_DESTINATIONS;
    }
    if (!given.custom_destination->own.is_consistent()) {
      return MPF_ERROR_INCONSISTENT;
    }
    own_ = given.custom_destination->own;
    target_ = own_.limits();
    return MPF_OK;
  }
  const destination* const built_in =
      given.destination != nullptr ? destination_named(given.destination) : all_destinations.front();
  if (built_in == nullptr) {
    return MPF_ERROR_DESTINATION;
  }
  target_ = *built_in;
  return MPF_OK;
}

}  // namespace preflight::c

int mpf_options_init(mpf_options* options) {
  if (options == nullptr) {
    return MPF_ERROR_NULL;
  }
  *options = mpf_options{sizeof(mpf_options), nullptr, nullptr, MPF_DEPTH_DEFAULT};
  return MPF_OK;
}
