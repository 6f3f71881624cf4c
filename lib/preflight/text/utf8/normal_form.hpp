#pragma once

#include <array>
#include <string>
#include <string_view>

#include <preflight/text/utf8.hpp>

namespace preflight {

/// Letters that have a code point of their own with this mark, each after its letter without it.
struct marked_letters {
  char32_t mark;
  std::u32string_view pairs;
};

/// Latin letters of Unicode's canonical compositions, by the marks that keyboards and file systems write apart.
inline constexpr auto marked_letters_table = std::to_array<marked_letters>({
    {0x300, U"AÀEÈIÌOÒUÙaàeèiìoòuùNǸnǹ"},
    {0x301, U"AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzź"},
    {0x302, U"AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷ"},
    {0x303, U"AÃNÑOÕaãnñoõIĨiĩUŨuũ"},
    {0x304, U"AĀaāEĒeēIĪiīOŌoōUŪuū"},
    {0x306, U"AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭ"},
    {0x307, U"CĊcċEĖeėGĠgġIİZŻzż"},
    {0x308, U"AÄEËIÏOÖUÜaäeëiïoöuüyÿYŸ"},
    {0x30A, U"AÅaåUŮuů"},
    {0x30B, U"OŐoőUŰuű"},
    {0x30C, U"CČcčDĎdďEĚeěLĽlľNŇnňRŘrřSŠsšTŤtťZŽzž"},
    {0x326, U"SȘsșTȚtț"},
    {0x327, U"CÇcçGĢgģKĶkķLĻlļNŅnņRŖrŗSŞsşTŢtţ"},
    {0x328, U"AĄaąEĘeęIĮiįUŲuų"},
});

/// The letter with the mark; 0 where it has no code point of its own.
[[nodiscard]] constexpr char32_t composed(char32_t letter, char32_t mark) {
  for (const marked_letters& row : marked_letters_table) {
    for (std::size_t i = 0; row.mark == mark && i < row.pairs.size(); i += 2) {
      if (row.pairs[i] == letter) {
        return row.pairs[i + 1];
      }
    }
  }
  return 0;
}

/// A string with its Latin letters as one code point each (as in NFC), so that both spellings are the same string. What
/// is not UTF-8 stays as it is.
[[nodiscard]] inline std::string composed(std::string_view text) {
  std::string out;
  char32_t last = 0;  // the letter that `out` ends with
  std::size_t begin = 0;
  while (!text.empty()) {
    const code_point next = first_code_point(text);
    const char32_t whole = next.well_formed && last != 0 ? composed(last, next.value) : 0;
    if (whole != 0) {
      out.resize(begin);
      out += static_cast<char>(0xC0U | (whole >> 6U));  // all of them are below U+0800
      out += static_cast<char>(0x80U | (whole & 0x3FU));
      last = whole;
    } else {
      begin = out.size();
      out += text.substr(0, next.length);
      last = next.well_formed ? next.value : 0;
    }
    text.remove_prefix(next.length);
  }
  return out;
}

}  // namespace preflight
