#pragma once

// The algorithms over ranges that libc++ 14, which Debian 12 has for WebAssembly, does not have yet: with projections,
// and without the guards against dangling. Included before everything else by lib/npm/build. The other parts of ranges
// are there, but switched off as incomplete.

#if __has_include(<__config_site>)
#include <__config_site>
#endif
#undef _LIBCPP_HAS_NO_INCOMPLETE_RANGES

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#if defined(_LIBCPP_VERSION) && _LIBCPP_VERSION < 15000

#include <ranges>

// NOLINTBEGIN(cert-dcl58-cpp)
namespace std::ranges {

template <class R, class Test, class Projection = identity>
constexpr auto find_if(R&& range, Test test, Projection projection = {}) {
  auto first = ranges::begin(range);
  const auto last = ranges::end(range);
  while (first != last && !std::invoke(test, std::invoke(projection, *first))) {
    ++first;
  }
  return first;
}
template <class R, class Test, class Projection = identity>
constexpr auto find_if_not(R&& range, Test test, Projection projection = {}) {
  return ranges::find_if(
      range, [&](auto&& value) { return !std::invoke(test, value); }, projection);
}
template <class R, class T, class Projection = identity>
constexpr auto find(R&& range, const T& value, Projection projection = {}) {
  return ranges::find_if(
      range, [&](auto&& other) { return other == value; }, projection);
}
template <class R, class Test, class Projection = identity>
constexpr bool any_of(R&& range, Test test, Projection projection = {}) {
  return ranges::find_if(range, test, projection) != ranges::end(range);
}
template <class R, class Test, class Projection = identity>
constexpr bool none_of(R&& range, Test test, Projection projection = {}) {
  return !ranges::any_of(range, test, projection);
}
template <class R, class Test, class Projection = identity>
constexpr bool all_of(R&& range, Test test, Projection projection = {}) {
  return ranges::find_if_not(range, test, projection) == ranges::end(range);
}
template <class R, class Test, class Projection = identity>
constexpr auto count_if(R&& range, Test test, Projection projection = {}) {
  iter_difference_t<decltype(ranges::begin(range))> count = 0;
  for (auto&& value : range) {
    count += std::invoke(test, std::invoke(projection, value)) ? 1 : 0;
  }
  return count;
}
template <class R, class T, class Projection = identity>
constexpr auto count(R&& range, const T& value, Projection projection = {}) {
  return ranges::count_if(
      range, [&](auto&& other) { return other == value; }, projection);
}
template <class R, class Action, class Projection = identity>
constexpr void for_each(R&& range, Action action, Projection projection = {}) {
  for (auto&& value : range) {
    std::invoke(action, std::invoke(projection, value));
  }
}
template <class A, class B, class Same = ranges::equal_to, class ProjectA = identity, class ProjectB = identity>
constexpr bool equal(A&& a, B&& b, Same same = {}, ProjectA project_a = {}, ProjectB project_b = {}) {
  auto first = ranges::begin(a);
  auto second = ranges::begin(b);
  for (; first != ranges::end(a) && second != ranges::end(b); ++first, ++second) {
    if (!std::invoke(same, std::invoke(project_a, *first), std::invoke(project_b, *second))) {
      return false;
    }
  }
  return first == ranges::end(a) && second == ranges::end(b);
}
template <class R, class T>
constexpr void fill(R&& range, const T& value) {
  std::fill(ranges::begin(range), ranges::end(range), value);
}
template <class R, class Out>
constexpr void copy(R&& range, Out out) {
  std::copy(ranges::begin(range), ranges::end(range), out);
}
template <class R, class Out>
constexpr void move(R&& range, Out out) {
  std::move(ranges::begin(range), ranges::end(range), out);
}
template <class R, class Out, class Action, class Projection = identity>
constexpr void transform(R&& range, Out out, Action action, Projection projection = {}) {
  for (auto&& value : range) {
    *out++ = std::invoke(action, std::invoke(projection, value));
  }
}
template <class R>
constexpr void reverse(R&& range) {
  std::reverse(ranges::begin(range), ranges::end(range));
}
template <class R, class T>
constexpr void replace(R&& range, const T& old_value, const T& new_value) {
  std::replace(ranges::begin(range), ranges::end(range), old_value, new_value);
}

/// Orders what the projections of two values are.
template <class Less, class Projection>
constexpr auto projected_order(Less& less, Projection& projection) {
  return [&](auto&& a, auto&& b) { return std::invoke(less, std::invoke(projection, a), std::invoke(projection, b)); };
}
template <class R, class Less = ranges::less, class Projection = identity>
constexpr void sort(R&& range, Less less = {}, Projection projection = {}) {
  std::sort(ranges::begin(range), ranges::end(range), ranges::projected_order(less, projection));
}
template <class R, class Less = ranges::less, class Projection = identity>
constexpr void stable_sort(R&& range, Less less = {}, Projection projection = {}) {
  std::stable_sort(ranges::begin(range), ranges::end(range), ranges::projected_order(less, projection));
}
template <class R, class Less = ranges::less, class Projection = identity>
constexpr bool is_sorted(R&& range, Less less = {}, Projection projection = {}) {
  return std::is_sorted(ranges::begin(range), ranges::end(range), ranges::projected_order(less, projection));
}
template <class R, class Less = ranges::less, class Projection = identity>
constexpr const auto& max(const R& range, Less less = {}, Projection projection = {}) {
  return *std::max_element(ranges::begin(range), ranges::end(range), ranges::projected_order(less, projection));
}
template <class R, class Less = ranges::less, class Projection = identity>
constexpr auto max_element(R&& range, Less less = {}, Projection projection = {}) {
  return std::max_element(ranges::begin(range), ranges::end(range), ranges::projected_order(less, projection));
}
template <class R, class Less = ranges::less, class Projection = identity>
constexpr auto min_element(R&& range, Less less = {}, Projection projection = {}) {
  return std::min_element(ranges::begin(range), ranges::end(range), ranges::projected_order(less, projection));
}
template <class R, class T, class Less = ranges::less, class Projection = identity>
constexpr auto lower_bound(R&& range, const T& value, Less less = {}, Projection projection = {}) {
  return std::lower_bound(ranges::begin(range), ranges::end(range), value, [&](auto&& element, const T& bound) {
    return std::invoke(less, std::invoke(projection, element), bound);
  });
}
template <class R, class T, class Less = ranges::less, class Projection = identity>
constexpr auto upper_bound(R&& range, const T& value, Less less = {}, Projection projection = {}) {
  return std::upper_bound(ranges::begin(range), ranges::end(range), value, [&](const T& bound, auto&& element) {
    return std::invoke(less, bound, std::invoke(projection, element));
  });
}
template <class R, class T, class Less = ranges::less, class Projection = identity>
constexpr bool binary_search(R&& range, const T& value, Less less = {}, Projection projection = {}) {
  const auto place = ranges::lower_bound(range, value, less, projection);
  return place != ranges::end(range) && !std::invoke(less, value, std::invoke(projection, *place));
}

}  // namespace std::ranges
// NOLINTEND(cert-dcl58-cpp)

#endif
