#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <preflight/facts.hpp>

namespace preflight::worker {

/// A picture of red, green and blue, made small while its rows come in: each pixel is the mean of those it stands for.
class shrunk_picture {
 public:
  static constexpr std::uint32_t max_width = 128;
  static constexpr std::uint32_t max_height = 128;
  /// Of the picture that is shrunk. Larger ones are not worth the memory that some formats take for them.
  static constexpr std::uint64_t max_pixels = 24'000'000;

  /// `whole` has pixels, but no more than that.
  explicit shrunk_picture(extent whole) : whole_{whole}, size_{fitted(whole)} {
    pixels_.reserve(std::size_t{size_.width} * size_.height * 3);
    sums_.resize(std::size_t{size_.width} * 3);
    counts_.resize(size_.width);
  }

  [[nodiscard]] extent size() const { return size_; }
  [[nodiscard]] const std::vector<unsigned char>& pixels() const { return pixels_; }
  [[nodiscard]] bool is_complete() const { return row_ == whole_.height; }

  /// At least so many bytes as three times the width of the whole picture.
  void add_row(std::span<const unsigned char> row) {
    if (is_complete() || row.size() < std::size_t{whole_.width} * 3) {
      return;
    }
    for (std::uint32_t x = 0; x < whole_.width; ++x) {
      const auto column = static_cast<std::size_t>(std::uint64_t{x} * size_.width / whole_.width);
      for (std::size_t part = 0; part < 3; ++part) {
        sums_[3 * column + part] += row[3 * std::size_t{x} + part];
      }
      ++counts_[column];
    }
    ++row_;
    const auto place = [&](std::uint32_t row_number) {
      return std::uint64_t{row_number} * size_.height / whole_.height;
    };
    if (is_complete() || place(row_) != place(row_ - 1)) {
      finish_row();
    }
  }

  /// As it is to be shown, by the orientation that EXIF knows (1 to 8).
  void turn(unsigned orientation) {
    if (orientation < 2 || orientation > 8) {
      return;
    }
    const extent from = size_;
    if (orientation >= 5) {
      std::swap(size_.width, size_.height);
    }
    std::vector<unsigned char> turned;
    turned.reserve(pixels_.size());
    for (std::uint32_t y = 0; y < size_.height; ++y) {
      for (std::uint32_t x = 0; x < size_.width; ++x) {
        std::uint32_t column = orientation >= 5 ? y : x;
        std::uint32_t line = orientation >= 5 ? x : y;
        column = orientation == 2 || orientation == 3 || orientation >= 7 ? from.width - 1 - column : column;
        line = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7 ? from.height - 1 - line
                                                                                            : line;
        const std::size_t place = (std::size_t{line} * from.width + column) * 3;
        turned.insert(turned.end(), {pixels_[place], pixels_[place + 1], pixels_[place + 2]});
      }
    }
    pixels_ = std::move(turned);
  }

 private:
  [[nodiscard]] static extent fitted(extent whole) {
    if (whole.width <= max_width && whole.height <= max_height) {
      return whole;
    }
    const std::uint64_t by_width = std::uint64_t{whole.height} * max_width / whole.width;
    if (by_width <= max_height) {
      return {max_width, std::max<std::uint32_t>(static_cast<std::uint32_t>(by_width), 1)};
    }
    const std::uint64_t width = std::uint64_t{whole.width} * max_height / whole.height;
    return {std::max<std::uint32_t>(static_cast<std::uint32_t>(width), 1), max_height};
  }

  void finish_row() {
    for (std::size_t i = 0; i < sums_.size(); ++i) {
      pixels_.push_back(static_cast<unsigned char>(sums_[i] / std::max<std::uint32_t>(counts_[i / 3], 1)));
    }
    std::fill(sums_.begin(), sums_.end(), 0U);
    std::fill(counts_.begin(), counts_.end(), 0U);
  }

  extent whole_;
  extent size_;
  std::uint32_t row_ = 0;
  std::vector<unsigned char> pixels_;
  std::vector<std::uint32_t> sums_;
  std::vector<std::uint32_t> counts_;
};

}  // namespace preflight::worker
