#pragma once

#include <cstddef>
#include <optional>

#include "http/message.hpp"

namespace zoom_server {

/// The part of a list which `page_size` and `next_page_token` ask for. A token is good for 15 minutes.
struct page {
  std::size_t begin = 0;
  std::size_t end = 0;
  json next_page_token = "";
  std::optional<reply> refused;
};

[[nodiscard]] page page_of(std::size_t items, std::size_t usual_size, const request& request, std::int64_t seconds);

}  // namespace zoom_server
