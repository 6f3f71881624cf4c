#pragma once

#include <cstddef>
#include <cstdint>

#include "sniff/crafted/jpeg.hpp"
#include "sniff/crafted/row.hpp"

namespace crafted {

template <std::uint64_t Place>
[[nodiscard]] bool malformed_at(const facts& f) {
  const preflight::fault* const broken = f.faults.first(preflight::fault_kind::malformed);
  return broken != nullptr && broken->offset == Place;
}

/// Tables, frames and scans that no decoder can use (T.81 B.2).
[[nodiscard]] inline rows broken_jpeg_tables() {
  using namespace jpeg;
  const rule_ids broken{"malformed"};
  // In front of the frame header, the data of a segment begins at 24: after SOI, JFIF, and four bytes.
  const auto with_tables = [&](const char* name, const bytes& tables, bool (*holds)(const facts&)) {
    return row{name, "jpg", picture({}, jfif + tables), format::jpeg, hd, broken}.also(holds);
  };
  const auto quantization = [](std::uint8_t head, const bytes& values) { return segment(0xDB, bytes{head} + values); };
  const auto huffman = [](std::uint8_t head, const bytes& counts, std::size_t values) {
    return segment(0xC4, bytes{head} + counts + zeros(16 - counts.size() + values));
  };
  const bytes ones = bytes{}.repeat(64, 1);
  const bytes wide_ones = bytes{}.repeat(128, 1);
  const auto with_zero = [&](std::size_t place) { return patched(ones, place, {1}, {0}); };
  const auto with_frame = [&](const char* name, const bytes& components, const bytes& scan_components) {
    const bytes frame_header = segment(0xC0, bytes{8}.u16(720).u16(1280).u8(components.size() / 3).add(components));
    const bytes scan_header =
        segment(0xDA, bytes{}.u8(scan_components.size() / 2).add(scan_components).add({0, 63, 0}));
    return row{name, "jpg", soi + dqt + dht + frame_header + scan_header + zeros(40) + eoi, format::jpeg, hd, broken};
  };
  return {
      with_tables("jpg_quantization_table_4", quantization(4, ones), malformed_at<24>),
      with_tables("jpg_quantization_table_15", quantization(15, ones), malformed_at<24>),
      with_tables("jpg_quantization_table_7_of_16_bits", quantization(0x17, wide_ones), malformed_at<24>),
      with_tables("jpg_second_quantization_table_is_5", quantization(0, ones + bytes{5} + ones), malformed_at<24 + 65>),
      with_tables("jpg_quantizer_0_first", quantization(0, with_zero(0)), malformed_at<24>),
      with_tables("jpg_quantizer_0_last", quantization(1, with_zero(63)), malformed_at<24>),
      with_tables("jpg_quantizers_all_0", quantization(0, zeros(64)), malformed_at<24>),
      with_tables("jpg_quantizer_0_of_16_bits", quantization(0x10, zeros(2) + skip(wide_ones, 2)), malformed_at<24>),
      with_tables("jpg_quantizer_0_in_a_second_table", quantization(0, ones + bytes{1} + with_zero(9)),
                  malformed_at<24 + 65>),
      with_tables("jpg_huffman_table_of_257_codes", huffman(0x11, {0, 0, 0, 0, 0, 0, 0, 128, 129}, 257),
                  malformed_at<24>),
      with_tables("jpg_huffman_counts_all_255", huffman(0x11, bytes{}.repeat(16, 255), 10), malformed_at<24>),
      with_tables("jpg_huffman_table_of_three_codes_of_one_bit", huffman(0x11, {3}, 3), malformed_at<24>),
      with_tables("jpg_huffman_table_of_class_2", huffman(0x20, {1}, 1), malformed_at<24>),
      with_tables("jpg_huffman_table_4", huffman(0x14, {1}, 1), malformed_at<24>),
      with_frame("jpg_sampling_factor_0", {1, 0x10, 0}, {1, 0}),
      with_frame("jpg_sampling_factor_5_down", {1, 0x15, 0}, {1, 0}),
      with_frame("jpg_sampling_factor_15", {1, 0xF1, 0}, {1, 0}),
      with_frame("jpg_sampling_factor_5_of_the_second_component", {1, 0x11, 0, 2, 0x51, 0}, {1, 0, 2, 0}),
      with_frame("jpg_frame_names_quantization_table_4", {1, 0x11, 4}, {1, 0}),
      with_frame("jpg_scan_of_component_0", {1, 0x11, 0}, {0, 0}),
      with_frame("jpg_scan_of_a_second_component_of_one", {1, 0x11, 0}, {1, 0, 2, 0}),
      with_frame("jpg_scan_of_a_component_twice", {1, 0x11, 0, 2, 0x11, 0}, {1, 0, 1, 0}),
      with_frame("jpg_scan_of_component_255", {1, 0x11, 0, 2, 0x11, 0}, {1, 0, 255, 0}),
      with_frame("jpg_scan_with_huffman_table_2_of_two", {1, 0x11, 0}, {1, 0x22}),
      with_frame("jpg_scan_with_quantization_table_3_of_one", {1, 0x11, 3}, {1, 0}),
  };
}

/// Pictures that end without all of their scans: every decoder shows them, in grey, in false colours or blurred.
[[nodiscard]] inline rows incomplete_jpegs() {
  using namespace jpeg;
  const rule_ids incomplete{"scans-missing"};
  const auto begun = [](std::uint8_t process, std::uint8_t components) {
    return soi + jfif + dqt + sof({1280, 720, components, 8, process}) + dht;
  };
  const auto of_one = [](std::uint8_t component, const bytes& band) {
    return segment(0xDA, bytes{1}.u8(component).u8(0).add(band)) + zeros(40);
  };
  const auto whole = [&](std::uint8_t component) { return of_one(component, {0, 63, 0}); };
  const auto dc = [](std::uint8_t components) { return scan({1280, 720, components, 8, 0xC2}); };
  const auto ends = [&](const char* name, const bytes& scans) {
    return row{name, "jpg", scans + eoi, format::jpeg, hd, incomplete};
  };
  return {
      ends("jpg_without_a_scan_of_the_first_of_three", begun(0xC0, 3) + whole(2) + whole(3)),
      ends("jpg_without_a_scan_of_the_last_of_three", begun(0xC0, 3) + whole(1) + whole(2)),
      ends("jpg_with_a_scan_of_brightness_alone", begun(0xC1, 3) + whole(1)),
      ends("jpg_with_the_scan_of_one_component_twice", begun(0xC0, 2) + whole(1) + whole(1)),
      ends("jpg_progressive_of_dc_alone", begun(0xC2, 1) + dc(1)),
      ends("jpg_progressive_of_dc_of_three_components", begun(0xC2, 3) + dc(3)),
      ends("jpg_progressive_without_the_last_coefficients", begun(0xC2, 1) + dc(1) + of_one(1, {1, 5, 0})),
      ends("jpg_progressive_without_the_last_bit", begun(0xC2, 1) + dc(1) + of_one(1, {1, 63, 1})),
      ends("jpg_progressive_without_the_colours_of_one_component",
           begun(0xC2, 3) + dc(3) + of_one(1, {1, 63, 0}) + of_one(2, {1, 63, 0})),
      ends("jpg_progressive_without_dc_of_a_component",
           begun(0xC2, 2) + of_one(1, {0, 0, 0}) + of_one(1, {1, 63, 0}) + of_one(2, {1, 63, 0})),
  };
}

}  // namespace crafted
