#include <regex>
#include <string>
#include <vector>

#include <preflight/upload/plan/recipients.hpp>

#include "harness/catch.hpp"

using namespace preflight;
using namespace preflight::upload;

namespace {

std::vector<upload_request> read(const std::string& text, const std::string& columns = {},
                                 const std::string& folder = {}) {
  table_options options;
  options.folder = folder;
  if (!columns.empty()) {
    options.columns = column_names_from(columns);
  }
  return parse_recipients(text, options);
}

std::string complaint(const std::string& text, const std::string& columns = {}) {
  try {
    static_cast<void>(read(text, columns));
  } catch (const table_error& error) {
    return error.what();
  }
  return {};
}

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a table names targets and files") {
  const auto rows =
      read("target,file,purpose\na@x.org,a.png,\ngroup:g,/b/c.png,background\nuser:d,e.jpg,Picture\n", {}, "folder/");
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].target == target{target_kind::user, "a@x.org"});
  CHECK(rows[0].path == "folder/a.png");
  CHECK(rows[0].what == purpose::background);
  CHECK(rows[0].line == 2);
  CHECK(rows[1].target == target{target_kind::group, "g"});
  CHECK(rows[1].path == "/b/c.png");
  CHECK(rows[2].what == purpose::picture);
  for (const upload_request& row : rows) {
    CHECK(row.problem.empty());
  }
}

TEST_CASE("the same table in the ways spreadsheets write it") {
  const std::vector<std::string> tables{
      "target,file\na@x.org,a b.png\nb@x.org,c.png\n",
      "\xEF\xBB\xBFtarget,file\r\na@x.org,a b.png\r\nb@x.org,c.png\r\n",
      "target;file\r\na@x.org;a b.png\r\n\r\nb@x.org;c.png",
      "target\tfile\na@x.org\ta b.png\nb@x.org\tc.png\n",
      "\"target\",\"file\"\n\"a@x.org\",\"a b.png\"\n\"b@x.org\",\"c.png\"\n",
      "Target , FILE\n a@x.org , a b.png \n b@x.org,c.png\n",
      "file,note,target\na b.png,\"one, two\",a@x.org\nc.png,\"line\nbreak \"\"quoted\"\"\",b@x.org\n",
      "target,file\ra@x.org,a b.png\rb@x.org,c.png\r",
  };
  for (const std::string& text : tables) {
    INFO(text);
    const auto rows = read(text);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].target.id == "a@x.org");
    CHECK(rows[0].path == "a b.png");
    CHECK(rows[1].target.id == "b@x.org");
    CHECK(rows[1].path == "c.png");
  }
}

TEST_CASE("a separator and a quote can be part of a field") {
  const auto rows = read("target,file\na@x.org,\"a,b \"\"c\"\".png\"\nb@x.org,it\"s.png\nc@x.org,\" kept \"\n");
  CHECK(rows.at(0).path == "a,b \"c\".png");
  CHECK(rows.at(1).path == "it\"s.png");
  CHECK(rows.at(2).path == " kept ");
}

TEST_CASE("a line is the one an editor shows, however the lines above it end") {
  for (const char* const end : {"\n", "\r\n", "\r"}) {
    const auto ended = [&](const char* text) { return std::regex_replace(text, std::regex{"\n"}, end); };
    const auto rows = read(ended("target,file\n\na@x.org,\"a\n\nb.png\"\nb@x.org,c.png"));
    CHECK(rows.at(0).line == 3);
    CHECK(rows.at(0).path == ended("a\n\nb.png"));
    CHECK(rows.at(1).line == 6);
  }
}

TEST_CASE("columns can be called otherwise") {
  const auto rows = read("E-Mail,Photo,Kind\na@x.org,a.png,picture\n", "target=e-mail,file=photo,purpose=kind");
  CHECK(rows.at(0).target.id == "a@x.org");
  CHECK(rows.at(0).what == purpose::picture);
  CHECK(says(complaint("a,b\n", "target=a,fil=b"), "'fil=b' is not a column"));
  CHECK(says(complaint("a,b\n", "target"), "is not a column"));
  for (const char* columns : {"target=a,target=b", "file=a,target=b,file=a", "purpose=a,purpose=b"}) {
    CHECK(says(complaint("a,b\n", columns), "is given twice"));
  }
}

TEST_CASE("a table that cannot be understood says where and what to do") {
  CHECK(says(complaint(""), "first line must name the columns"));
  CHECK(says(complaint("\r\n\n"), "first line must name the columns"));
  CHECK(says(complaint("Email,Photo\na,b\n"), "no column 'target'"));
  CHECK(says(complaint("Email,Photo\na,b\n"), "'Email', 'Photo'"));
  CHECK(says(complaint("Email,Photo\na,b\n"), "--columns target=Email"));
  CHECK(says(complaint("target,photo\na,b\n"), "no column 'file'"));
  CHECK(says(complaint("target,file,target\na,b,c\n"), "two columns"));
  CHECK(says(complaint("target,file\na,\"b\n"), "line 2: a quote is never closed"));
  CHECK(says(complaint("target,file\n\na,\"b\"c\n"), "line 3: text after a closing quote"));
  CHECK(says(complaint("target,file,kind\na,b,c\n", "purpose=sort"), "no column 'sort'"));
  CHECK(says(complaint(std::string{"\xFF\xFEt\0a\0", 6}), "UTF-16"));
  CHECK(says(complaint(std::string{"target,file\na,b\0c\n", 17}), "not a text file"));
}

TEST_CASE("a line that cannot be used stays a line, and says why") {
  const auto rows = read("target,file,purpose\na@x.org\n,b.png\na@x.org,,\na@x.org,c,d.png,x\na@x.org,e.png,poster\n");
  REQUIRE(rows.size() == 5);
  CHECK(rows[0].problem == "The line has no file.");
  CHECK(rows[1].problem.empty());
  CHECK(rows[1].target.id.empty());
  CHECK(rows[2].problem == "The line has no file.");
  CHECK(says(rows[3].problem, "4 fields"));
  CHECK(says(rows[4].problem, "'poster'"));
}

TEST_CASE("a hundred thousand lines are read, and the last one is the last") {
  std::string text = "target,file\r\n";
  for (int i = 0; i < 100'000; ++i) {
    text += "user" + std::to_string(i) + "@example.com,\"photos/" + std::to_string(i) + ".jpg\"\r\n";
  }
  const auto rows = read(text);
  REQUIRE(rows.size() == 100'000);
  CHECK(rows.back().line == 100'001);
  CHECK(rows.back().path == "photos/99999.jpg");
}

TEST_CASE("files are matched by the address they are called after") {
  const std::vector<std::string> paths{"p/anna@x.org.jpg", "p/lobby.png", "p/Ben@x.org.png", "p/ben@x.org.jpg"};
  const auto items = match_by_email(paths, std::nullopt, purpose::picture);
  REQUIRE(items.size() == 4);
  CHECK(items[0].target == target{target_kind::user, "anna@x.org"});
  CHECK(items[0].problem.empty());
  CHECK(items[0].what == purpose::picture);
  CHECK(says(items[1].problem, "not an e-mail address"));
  CHECK(says(items[2].problem, "2 files"));
  CHECK(says(items[2].problem, "p/ben@x.org.jpg"));
  CHECK(says(items[3].problem, "p/Ben@x.org.png"));
}

TEST_CASE("files are matched with the people of a table") {
  const std::vector<target> people = targets_in("target\nanna@x.org\nben@x.org\nben@y.org\ncy@x.org\nanna@x.org\n", {});
  const std::vector<std::string> paths{"ANNA.jpg", "ben.jpg", "ben@y.org.jpg", "dora.jpg"};
  CHECK(match_by_email(paths, people, purpose::picture).size() == 4);
  const auto items = match_by_email(paths, people, purpose::picture, true);
  REQUIRE(items.size() >= 4);
  CHECK(items[0].target.id == "anna@x.org");
  CHECK(items[0].problem.empty());
  CHECK(says(items[1].problem, "matches several people: ben@x.org and ben@y.org"));
  CHECK(items[2].target.id == "ben@y.org");
  CHECK(items[2].problem.empty());
  CHECK(says(items[3].problem, "no address in the table"));
  std::vector<std::string> without_file;
  for (std::size_t i = 4; i < items.size(); ++i) {
    CHECK(says(items[i].problem, "No file"));
    without_file.push_back(items[i].target.id);
  }
  CHECK(without_file == std::vector<std::string>{"ben@x.org", "cy@x.org"});
}

TEST_CASE("whom a file is called after does not depend on the order of the people") {
  const auto problem_with = [](const char* table) {
    const std::vector<target> people = targets_in(table, {});
    return match_by_email(std::vector<std::string>{"anna.jpg"}, people, purpose::picture).at(0).problem;
  };
  CHECK(says(problem_with("target\nanna@x.org\nanna\n"), "matches several people: anna@x.org and anna"));
  CHECK(says(problem_with("target\nanna\nanna@x.org\n"), "matches several people: anna and anna@x.org"));
  CHECK(says(problem_with("target\nanna\ngroup:anna\n"), "matches several people"));
  CHECK(says(problem_with("target\nanna\nAnna\n"), "matches several people: anna and Anna"));
  CHECK(problem_with("target\nanna@x.org\nanna@x.org\nANNA@x.org\n").empty());
}

TEST_CASE("both spellings of a letter with a mark are one person") {
  const std::string whole = "ren\xC3\xA9@x.org";   // one code point
  const std::string apart = "rene\xCC\x81@x.org";  // a letter and its accent
  const auto items = parse_recipients("target,file\n" + whole + ",a.png\n" + apart + ",b.png\n", {});
  REQUIRE(items.size() == 2);
  CHECK(items[0].target == items[1].target);
  CHECK(items[0].hint.empty());
  CHECK(items[1].problem.empty());
  CHECK(says(items[1].hint, "Byte 4 of line 3"));
  for (const std::string& name : {whole, apart}) {
    const auto matched = match_by_email(std::vector<std::string>{"p/" + name + ".jpg"},
                                        targets_in("target\n" + apart + "\n", {}), purpose::picture);
    CHECK(matched.at(0).problem.empty());
    CHECK(matched.at(0).target == items[0].target);
  }
  CHECK(composed("A\xCC\x8A \xCC\x81"
                 "e\xCC\xA7\xCC\x81") ==
        "\xC3\x85 \xCC\x81"
        "e\xCC\xA7\xCC\x81");
  CHECK(composed("\xFF"
                 "e\xCC") ==
        "\xFF"
        "e\xCC");
}

TEST_CASE("a table in Windows-1252 is told where") {
  const auto items = parse_recipients("target,file\r\nanna@x.org,a.png\r\nren\xE9@x.org,b.png\r\n", {});
  REQUIRE(items.size() == 2);
  CHECK(items[0].problem.empty());
  CHECK(says(items[1].problem, "Byte 4 of line 3 is not UTF-8"));
  CHECK(says(items[1].problem, "Windows-1252"));
  CHECK(says(parse_recipients("target;file\n\n\xFC@x.org;a\n", {}).at(0).problem, "Byte 1 of line 3"));
  CHECK(parse_recipients("target,file\na@x.org,caf\xE9.png\n", {}).at(0).problem.empty());
}

TEST_CASE("a first line of data is no header") {
  for (const char* text : {"anna@x.org,a.png\nben@x.org,b.png\n", "anna,photos/anna.JPG\n", "user:anna@x.org;a\n"}) {
    INFO(text);
    CHECK_THROWS_WITH(parse_recipients(text, {}), Catch::Matchers::ContainsSubstring("looks like data"));
  }
  CHECK_THROWS_WITH(parse_recipients("mail,file\na@x.org,a.png\n", {}),
                    Catch::Matchers::ContainsSubstring("no column 'target'"));
}

TEST_CASE("what a spreadsheet could not work out is no file") {
  for (const char* cell : {"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!"}) {
    INFO(cell);
    const auto items = parse_recipients(std::string{"target,file\na@x.org,"} + cell + "\n", {});
    CHECK(says(items.at(0).problem, "a spreadsheet error"));
  }
  CHECK(parse_recipients("target,file\na@x.org,#1.png\n", {}).at(0).problem.empty());
}

TEST_CASE("rows for webinars are backgrounds of webinars unless they say otherwise") {
  const auto items = parse_recipients(
      "target,file,purpose\nwebinar:1,a.png,\nwebinar:1,b.png,webinar-wallpaper\nwebinar:1,c.png,background\n", {});
  REQUIRE(items.size() == 3);
  CHECK(items[0].what == purpose::webinar_background);
  CHECK(items[1].what == purpose::webinar_wallpaper);
  CHECK(items[2].what == purpose::background);
}
