/**
 * Names that lie one letter from an English word, and are often typed small: brands, medicines, places, people. None of them is a slip of
 * the pen. Written from memory, and never complete; `same-word.ts` therefore asks more than this list.
 */
import { wordSet } from './phrase-table.ts';

const names = wordSet(`
  abilify adderall adidas advil airbnb akai albania alexa algeria alibaba allegra ambien amgen android angola ansible antigua apache aruba asics asana asus atari atlassian audi austria avis azure
  babbel bahamas bahrain bali baltimore barbados barca batman bayern beijing belarus belgium belize bentley berlin bermuda bhutan bing birkin bitcoin bloomberg bolivia bosch boston botox botswana bourne brazil britain brita bruges brunei buick burundi busan
  cadbury cadillac cairo calgary cambodia cameroon canada canva cartier casio celexa celtic chad chanel chelsea chile chrysler cialis cisco citrix claritin clarins clojure colgate colombia comcast comoros concerta contrave coursera cozumel crestor croatia crocs cuba cymbalta cyprus
  dacia dallas danone datadog delhi dell denmark denver deutsche diablo discord disney django docker dominica dropbox dubai duolingo durex dyson
  ebay ecuador egypt elantra eliquis elon enron ericsson eritrea espn estonia ethiopia etsy evernote excedrin expedia
  facebook fanta fedex ferrari fiat figma fiji finland fitbit flickr flonase florida fortnite france fujifilm
  gabon gambia gatsby geico geneva genoa georgia germany ghana gillette github gitlab glock gmail goldman golang google gopro gothic grafana granada greece grenada groupon grubhub gucci guinea guyana
  haiti hanes hanoi haskell havana heineken heinz helsinki hermes hertz hilton holland honda houston huawei hulu humira hungary hyatt hyundai
  iceland ikea imodium india indonesia intel iran iraq ireland isis israel istanbul italy itunes
  jaguar jamaica japan java jenkins jira jordan julia
  kafka kahoot kazakh keytruda kenya keras kindle klarna kodak korea kosovo kotlin kraken kroger kuwait kyiv
  lanka laos larave laravel latvia lebanon lego lenovo lesotho lexapro lexus liberia libya lidl lima linux lipitor lisbon lithium logitech lombok london loreal lucerne lunesta luxor lycra lyft lyon lyrica
  macau macys madrid malawi malaysia malta manila maroc maserati mazda mcafee medium melbourne memphis mercedes merlot mexico miami michelin microsoft milan minsk missoula moldova monaco mongolia montana moodle morocco moscow mosul motrin mozilla mumbai munich
  nairobi namibia napa naples nepal nespresso nestle netflix nevada nginx niger nigeria nike nikon nintendo nissan nokia nordstrom norway notion novartis nvidia
  oculus okta olympus oman opera oracle orlando osaka oslo ozempic
  pakistan panama pandora panasonic paraguay paris paxil paypal peloton pentax pepsi perl peru peugeot pfizer philips pinot pixar plavix poland porsche portugal prada prague prilosec prius prozac puma python
  qatar quebec qlik quora
  ramen reddit redis renault revlon revolut riga ritalin roku rolex romania roomba russia ruby rwanda ryanair
  safari samoa samsung santander sasha sativa saudi scala seagate seattle senegal seoul serbia shazam shein shopify siemens siri singulair skype slack snapchat somalia sonos sony spain splunk spotify squid stripe subaru sudan sudafed suriname suzuki swatch sweden swift sydney syria
  taipei taiwan tanzania target teams temu tesla texas thailand tiffany tiktok tinder togo tokyo toledo tonga toronto toshiba toyota trello trezor tripadvisor trulia tulsa tumblr tunisia turkey turin twitch twitter tylenol
  uber udemy uganda ukraine unilever uruguay utah uzbek
  valium vanuatu venice venmo verizon vespa viagra vicodin vienna vietnam vimeo visa vivaldi vodafone volvo vyvanse
  waze wazir weibo wegovy wendys whatsapp wifi wilson wix wikipedia woolworth
  xanax xerox xiaomi
  yahoo yelp yemen youtube
  zambia zantac zapier zara zelle zillow zoloft zoom zumba zurich zyrtec
`);

/** @param form in small letters */
export const isName = (form: string): boolean => names.has(form);
