// The time zones of the tz database: each line is one way of keeping time since 2015, and the zones that keep it so.
//
//   offset|history|zones                     minutes east of Greenwich
//   standard summer start@minute end@minute|history|zones
//
// start and end are month.week.weekday with the local minute of that day, week 5 being the last. The history, where a zone changed its
// ways, is a list of instants (minutes since 1970 in base 36) with the offset from then on; after its last one the rule holds. Zones
// stand by region, `-` being none. A line that begins with spaces goes on where the one before ended, after a space if it has a plus.
export const zoneTable = `
-720||Etc:GMT+12
-660||Etc:GMT+11 Pacific:Midway,Niue,Pago_Pago,Samoa US:Samoa
-600 -540 3.2.0@120 11.1.0@120||America:Adak,Atka US:Aleutian
-600||Etc:GMT+10 -:HST Pacific:Honolulu,Johnston,Rarotonga,Tahiti US:Hawaii
-570||Pacific:Marquesas
-540 -480 3.2.0@120 11.1.0@120||America:Anchorage,Juneau,Nome,Sitka,Yakutat US:Alaska
-540 -480 3.2.0@120 11.1.0@120|0-480 ecogo-540 egsac-480 eo4oo-540 es0qc-480 ezd4o-540 f396c-480 falko-480 fcz4o-540|America:Metlakatla
-540||Etc:GMT+9 Pacific:Gambier
-480 -420 3.2.0@120 11.1.0@120||America:Ensenada,Los_Angeles,Santa_Isabel,Tijuana,Vancouver Canada:Pacific Mexico:BajaNorte -:PST8PDT
  +US:Pacific
-480||Etc:GMT+8 Pacific:Pitcairn
-420 -360 3.2.0@120 11.1.0@120||America:Boise,Cambridge_Bay,Denver,Edmonton,Inuvik,Shiprock,Yellowknife Canada:Mountain -:MST7MDT,Navajo
  +US:Mountain
-420 -360 3.2.0@120 11.1.0@120|0-420 e5bz0-360 ecodc-420 egs70-360 eo4lc-420 es0n0-360 ezd1c-420 f3930-360 falhc-420 fehj0-360 fltxc-420
  +fppz0-360 fx2dc-420 g1670-360 g8ilc-420 gcen0-360 gjj9c-360 gkhm0-420|America:Ciudad_Juarez
-420||America:Creston,Dawson_Creek,Hermosillo,Phoenix Etc:GMT+7 -:MST US:Arizona
-420|0-480 e5c0o-420 ecof0-480 egs8o-420 eo4n0-480 es0oo-420 ezd30-480 f394o-420 falj0-480 fehko-420 fltz0-480 fpq0o-420|America:Dawson,
  Whitehorse Canada:Yukon
-420|0-480 e5c0o-420|America:Fort_Nelson
-420|0-420 e6730-360 ecglc-420 ehfj0-360 enwtc-420 esnz0-360 ez59c-420 f3wf0-360 fadpc-420 ffcn0-360 flm5c-420 fql30-360 fwulc-420
  +g1tj0-360 g8atc-420 gd1z0-360 gjj9c-420|America:Mazatlan Mexico:BajaSur
-360|0-360 e671c-300 ecgjo-360 ehfhc-300 enwro-360 esnxc-300 ez57o-360 f3wdc-300 fadno-360 ffclc-300 flm3o-360 fql1c-300 fwujo-360
  +g1thc-300 g8aro-360 gd1xc-300 gjj7o-360|America:Bahia_Banderas,Merida,Mexico_City,Monterrey Mexico:General
-360||America:Belize,Costa_Rica,El_Salvador,Guatemala,Managua,Regina,Swift_Current,Tegucigalpa Canada:Saskatchewan Etc:GMT+6
  +Pacific:Galapagos
-360 -300 3.2.0@120 11.1.0@120||America:Chicago,Indiana/Knox,Indiana/Tell_City,Knox_IN,Matamoros,Menominee,North_Dakota/Beulah,
  North_Dakota/Center,North_Dakota/New_Salem,Rainy_River,Rankin_Inlet,Resolute,Winnipeg -:CST6CDT Canada:Central US:Central,
  Indiana-Starke
-360|0-420 e6730-360 ecglc-420 ehfj0-360 enwtc-420 esnz0-360 ez59c-420 f3wf0-360 fadpc-420 ffcn0-360 flm5c-420 fql30-360 fwulc-420
  +g1tj0-360 g8atc-420 gd1z0-360|America:Chihuahua
-360 -300 3.2.0@120 11.1.0@120|0-420 e5bz0-360 ecodc-420 egs70-360 eo4lc-420 es0n0-360 ezd1c-420 f3930-360 falhc-420 fehj0-360 fltxc-420
  +fppz0-360 fx2dc-420 g1670-360 g8ilc-420 gcen0-360 gjj9c-360 gnn1c-300|America:Ojinaga
-360 -300 9.1.6@1320 4.1.6@1320|0-300 eipx0-360 elj2o-300 etyd0-360 ewrio-300 f56t0-360 f7zyo-300 ffcd0-360 fk3io-300 fqkt0-360
  +fvbyo-300 g1t90-360 g6keo-300 gd1p0-360 gi0mo-300|Chile:EasterIsland Pacific:Easter
-300||America:Atikokan,Bogota,Cayman,Coral_Harbour,Eirunepe,Guayaquil,Jamaica,Lima,Panama,Porto_Acre,Rio_Branco Brazil:Acre -:EST,
  Jamaica Etc:GMT+5
-300|0-360 e491c-300|America:Cancun
-300 -240 3.2.0@120 11.1.0@120||America:Detroit,Fort_Wayne,Indiana/Indianapolis,Indiana/Marengo,Indiana/Petersburg,Indiana/Vevay,
  Indiana/Vincennes,Indiana/Winamac,Indianapolis,Iqaluit,Kentucky/Louisville,Kentucky/Monticello,Louisville,Montreal,Nassau,New_York,
  Nipigon,Pangnirtung,Thunder_Bay,Toronto Canada:Eastern -:EST5EDT US:East-Indiana,Eastern,Michigan
-300 -240 3.2.0@120 11.1.0@120|0-300 e5bvo-240 f38zo-240|America:Grand_Turk
-300 -240 3.2.0@0 11.1.0@60||America:Havana -:Cuba
-300 -240 3.2.0@120 11.1.0@120|0-300 e5bvo-240 ecoa0-300 es0jo-240|America:Port-au-Prince
-240||America:Anguilla,Antigua,Aruba,Barbados,Blanc-Sablon,Boa_Vista,Curacao,Dominica,Grenada,Guadeloupe,Guyana,Kralendijk,La_Paz,
  Lower_Princes,Manaus,Marigot,Martinique,Montserrat,Port_of_Spain,Porto_Velho,Puerto_Rico,Santo_Domingo,St_Barthelemy,St_Kitts,
  St_Lucia,St_Thomas,St_Vincent,Tortola,Virgin Brazil:West Etc:GMT+4
-240|0-180 e4w50-240 ec8mo-180 eg4l0-240 enh2o-180 erd10-240 eypio-180 f2lh0-240 falao-180 fdtx0-240|America:Campo_Grande,Cuiaba
-240|0-270 eiajo-240|America:Caracas
-240 -180 3.2.0@120 11.1.0@120||America:Glace_Bay,Goose_Bay,Halifax,Moncton,Thule Atlantic:Bermuda Canada:Atlantic
-240 -180 9.1.6@1440 4.1.6@1440|0-180 eipx0-240 elj2o-180 etyd0-240 ewrio-180 f56t0-240 f7zyo-180 ffcd0-240 fk3io-180 fqkt0-240
  +fvbyo-180 g1t90-240 g6keo-180 gd1p0-240 gi0mo-180|America:Santiago Chile:Continental
-210 -150 3.2.0@120 11.1.0@120||America:St_Johns Canada:Newfoundland
-180||America:Araguaina,Argentina/Buenos_Aires,Argentina/Catamarca,Argentina/ComodRivadavia,Argentina/Cordoba,Argentina/Jujuy,
  Argentina/La_Rioja,Argentina/Mendoza,Argentina/Rio_Gallegos,Argentina/Salta,Argentina/San_Juan,Argentina/San_Luis,Argentina/Tucuman,
  Argentina/Ushuaia,Bahia,Belem,Buenos_Aires,Catamarca,Cayenne,Cordoba,Fortaleza,Jujuy,Maceio,Mendoza,Paramaribo,Recife,Rosario,Santarem
  +Antarctica:Rothera Atlantic:Stanley Etc:GMT+3
-180|0-180 e5r90-240 ebt2o-180 eh7h0-240 en1io-180 esfx0-240 ey9yo-180 f3od0-240 f9q6o-180 fewt0-240 fkymo-180 fq590-240 fw72o-180
  +g1lh0-240 g7fio-180 gctx0-240 ginyo-180 go2d0-240 gtweo-180 gzat0-240 h5cmo-180|America:Asuncion
-180|0-180 eipx0-240 elj2o-180 etyd0-240 ewrio-180 f56t0-240 f7zyo-180 ffcd0-240 fk3io-180 fqkt0-240 fvbyo-180 g1t90-240 g6keo-180
  +gd1p0-240 gi0mo-180 goa50-240 gt1ao-180 gzqd0-240 h4hio-180|America:Coyhaique
-180 -120 3.2.0@120 11.1.0@120||America:Miquelon
-180|0-120 e5bqo-180|America:Montevideo
-180|0-180 eipx0-240 elj2o-180|America:Punta_Arenas Antarctica:Palmer
-180|0-120 e4w3c-180 ec8l0-120 eg4jc-180 enh10-120 erczc-180 eyph0-120 f2lfc-180 fal90-120 fdtvc-180|America:Sao_Paulo Brazil:East
-120 -60 3.5.0@-60 10.5.0@0|0-180 e5yxo-120 ecg9o-180 eh7do-120 enwho-180 esfto-120 ez4xo-180 f3o9o-120 faddo-180 ff4ho-120 fllto-180
  +fqcxo-120 fwu9o-180 g1ldo-120 g8aho-180 gctto-120 gjixo-180 go29o-120 gziho-60|America:Godthab,Nuuk
-120||America:Noronha Atlantic:South_Georgia Brazil:DeNoronha Etc:GMT+2
-120 -60 3.5.0@-60 10.5.0@0|0-60 e5yxo+0 ecg9o-60 eh7do+0 enwho-60 esfto+0 ez4xo-60 f3o9o+0 faddo-60 ff4ho+0 fllto-60 fqcxo+0 fwu9o-60
  +g1ldo+0 g8aho-60 gctto+0 gjixo-60 go29o+0 gurdo-60 gziho-60|America:Scoresbysund
-60 0 3.5.0@0 10.5.0@60||Atlantic:Azores
-60||Atlantic:Cape_Verde Etc:GMT+1
0||Africa:Abidjan,Accra,Bamako,Banjul,Bissau,Conakry,Dakar,Freetown,Lome,Monrovia,Nouakchott,Ouagadougou,Timbuktu America:Danmarkshavn
  +Atlantic:Reykjavik,St_Helena Etc:GMT,GMT+0,GMT-0,GMT0,Greenwich,UCT,UTC,Universal,Zulu -:GMT,GMT+0,GMT-0,GMT0,Greenwich,Iceland,UCT,
  UTC,Universal,Zulu
0|0+0 f141o+60 fcdlo+0|Africa:Sao_Tome
0 120 3.5.0@60 10.5.0@180||Antarctica:Troll
0 60 3.5.0@60 10.5.0@120||Atlantic:Canary,Faeroe,Faroe,Madeira Europe:Belfast,Guernsey,Isle_of_Man,Jersey,Lisbon,London -:GB,GB-Eire,
  Portugal,WET
60||Africa:Algiers,Bangui,Brazzaville,Douala,Kinshasa,Lagos,Libreville,Luanda,Malabo,Ndjamena,Niamey,Porto-Novo,Tunis Etc:GMT-1
60|0+0 e5yzc+60 e8cjc+0 e9ffc+60 ecgbc+0 eh7fc+60 ejd7c+0 ekg3c+60 enwjc+0 esfvc+60 eu63c+0 evgrc+60 ez4zc+0 f3obc+60 f56rc+0 f69nc+60
  +fadfc+60 fg7fc+0 fhabc+60 fr0bc+0 fsazc+60 g20zc+0 g33vc+60 gctvc+0 ge4jc+60 gnujc+0 goxfc+60 gyv7c+0 gzy3c+60 h9o3c+0 hayrc+60
  +hkorc+0 hlrnc+60 hvpfc+0 hwsbc+60 i6ibc+0 i7szc+60 ihizc+0 iilvc+60 isbvc+0 itmjc+60 j3cjc+0 j4ffc+60 jed7c+0 jfg3c+60 jp63c+0
  +jqgrc+60 k06rc+0 k19nc+60 kaznc+0 kcabc+60 km0bc+0 knazc+60 kx0zc+0 ky3vc+60 l7tvc+0 l94jc+60 liujc+0 ljxfc+60 ltv7c+0
  +luy3c+60|Africa:Casablanca,El_Aaiun
60 120 3.5.0@120 10.5.0@180||Africa:Ceuta Arctic:Longyearbyen Atlantic:Jan_Mayen -:CET,MET,Poland Europe:Amsterdam,Andorra,Belgrade,
  Berlin,Bratislava,Brussels,Budapest,Busingen,Copenhagen,Gibraltar,Ljubljana,Luxembourg,Madrid,Malta,Monaco,Oslo,Paris,Podgorica,
  Prague,Rome,San_Marino,Sarajevo,Skopje,Stockholm,Tirane,Vaduz,Vatican,Vienna,Warsaw,Zagreb,Zurich
60 0 10.5.0@120 3.5.0@60||-:Eire Europe:Dublin
120||Africa:Blantyre,Bujumbura,Gaborone,Harare,Johannesburg,Kigali,Lubumbashi,Lusaka,Maputo,Maseru,Mbabane,Tripoli Etc:GMT-2
  +Europe:Kaliningrad -:Libya
120 180 4.5.5@0 10.5.4@1440|0+120 gp2so+180|Africa:Cairo -:Egypt
120|0+180 fzw30+120|Africa:Juba
120|0+180 ez830+120|Africa:Khartoum
120|0+120 e66o0+60 eaxto+120 ehf40+60 em69o+120 esnk0+60 exepo+120|Africa:Windhoek
120 180 3.5.0@0 10.5.0@0||Asia:Beirut
120 180 3.5.0@180 10.5.0@240|0+120 e5yxo+180 ecg9o+120 eh7do+180 emaj0+180 ez4xo+120|Asia:Famagusta
120 180 3.4.4@3000 10.4.4@3000|0+120 e5xoo+180 ecdwo+120 eh66c+180 env8o+120 esemc+180 ez3oo+120 f3n2c+180 fac4o+120 ff24o+180 flkj0+120
  +fqboo+180 fwt0o+120 g1k4o+180 g884o+120 gctoo+180 gjhqc+120 gp400+180 guq6c+120 h04o0+180 h5ymc+120 hb5c0+180 hh72c+120 hly80+180
  +hsfic+120 hx6o0+180 i3vqc+120 i8f40+180 if46c+120 ijnk0+180 iqcmc+120 iv3s0+180 j1l2c+120 j6c80+180 jctic+120 jhko0+180 jo9qc+120
  +jst40+180 jzi6c+120 k41k0+180 kaqmc+120 kfa00+180 klz2c+120 kqq80+180 kwzqc+120 l1yo0+180 l80ec+120 ld740+180 litac+120 lofk0+180
  +lttyc+120|Asia:Gaza,Hebron
120 180 3.4.4@1560 10.5.0@120||Asia:Jerusalem,Tel_Aviv -:Israel
120 180 3.5.0@180 10.5.0@240||Asia:Nicosia -:EET Europe:Athens,Bucharest,Helsinki,Kiev,Kyiv,Mariehamn,Nicosia,Riga,Sofia,Tallinn,
  Uzhgorod,Vilnius,Zaporozhye
120 180 3.5.0@120 10.5.0@180||Europe:Chisinau,Tiraspol
180||Africa:Addis_Ababa,Asmara,Asmera,Dar_es_Salaam,Djibouti,Kampala,Mogadishu,Nairobi Antarctica:Syowa Asia:Aden,Baghdad,Bahrain,
  Kuwait,Qatar,Riyadh Etc:GMT-3 Europe:Kirov,Minsk,Moscow,Simferopol Indian:Antananarivo,Comoro,Mayotte -:W-SU
180|0+120 e5wko+180 ecloo+120 ehcso+180 enu4o+120 esl8o+180 ez2ko+120 f3too+180 fab0o+120 ff24o+180 fljgo+120 fqako+180 fwzoo+120
  +g1j0o+180 g884o+120 gbwco+180|Asia:Amman
180|0+120 e5wko+180 ecln0+120 eh50o+180 enu30+120 esl8o+180 ez2j0+120 f3too+180 faaz0+120 ff24o+180 fljf0+120 fqako+180 fwzn0+120
  +g1j0o+180 g8830+120 gcrgo+180|Asia:Damascus
180|0+120 e5yxo+180 ecvto+120 eh7do+180|Asia:Istanbul Europe:Istanbul -:Turkey
180|0+180 fadac+240 fys4o+180|Europe:Volgograd
210|0+210 e5qy6+270 ebfci+210 eh0i6+270 emowi+210 esb66+270 exzki+210 f3kq6+270 f994i+210 feua6+270 fkioi+210 fq3u6+270 fvs8i+210
  +g1ei6+270 g72wi+210 gco26+270 gicgi+210|Asia:Tehran -:Iran
240|0+240 e5yw0+300 ecg80+240|Asia:Baku
240||Asia:Dubai,Muscat,Tbilisi,Yerevan Etc:GMT-4 Europe:Samara Indian:Mahe,Mauritius,Reunion
240|0+180 eh7ac+240|Europe:Astrakhan,Ulyanovsk
240|0+180 eozac+240|Europe:Saratov
270||Asia:Kabul
300||Antarctica:Mawson Asia:Aqtau,Aqtobe,Ashgabat,Ashkhabad,Atyrau,Dushanbe,Karachi,Oral,Samarkand,Tashkent,Yekaterinburg Etc:GMT-5
  +Indian:Kerguelen,Maldives
300|0+420 gwano+300|Antarctica:Vostok
300|0+360 gyku0+300|Asia:Almaty,Qostanay
300|0+360 fc120+300|Asia:Qyzylorda
330||Asia:Calcutta,Colombo,Kolkata
345||Asia:Kathmandu,Katmandu
360||Asia:Bishkek,Dacca,Dhaka,Kashgar,Omsk,Thimbu,Thimphu,Urumqi Etc:GMT-6 Indian:Chagos
390||Asia:Rangoon,Yangon Indian:Cocos
420||Antarctica:Davis Asia:Bangkok,Ho_Chi_Minh,Jakarta,Krasnoyarsk,Novokuznetsk,Phnom_Penh,Pontianak,Saigon,Vientiane Etc:GMT-7
  +Indian:Christmas
420|0+360 eh75c+420|Asia:Barnaul
420|0+420 e5xjo+480 ebjmo+420 eh5zo+480 ems2o+420|Asia:Hovd
420|0+360 ekvdc+420|Asia:Novosibirsk
420|0+360 ej55c+420|Asia:Tomsk
480|0+480 enn6o+660 f38cc+480 f9ptc+660 feoio+480 fkvzo+660 fpp6o+480 fw6ip+660 g159o+480 g7eyp+660 gcdpo+480 ginep+660
  +gniyo+480|Antarctica:Casey
480||Asia:Brunei,Chongqing,Chungking,Harbin,Hong_Kong,Irkutsk,Kuala_Lumpur,Kuching,Macao,Macau,Makassar,Manila,Shanghai,Singapore,
  Taipei,Ujung_Pandang Australia:Perth,West Etc:GMT-8 -:Hongkong,PRC,ROC,Singapore
480|0+480 e5xi0+540 ebjl0+480 eh5y0+540 ems10+480|Asia:Choibalsan,Ulaanbaatar,Ulan_Bator
525||Australia:Eucla
540|0+480 eh720+540|Asia:Chita
540||Asia:Dili,Jayapura,Khandyga,Seoul,Tokyo,Yakutsk Etc:GMT-9 -:Japan,ROK Pacific:Palau
540|0+540 ea8x0+510 f4xd0+540|Asia:Pyongyang
570 630 10.1.0@120 4.1.0@180||Australia:Adelaide,Broken_Hill,South,Yancowinna
570||Australia:Darwin,North
600||Antarctica:DumontDUrville Asia:Ust-Nera,Vladivostok Australia:Brisbane,Lindeman,Queensland Etc:GMT-10 Pacific:Chuuk,Guam,
  Port_Moresby,Saipan,Truk,Yap
600 660 10.1.0@120 4.1.0@180||Antarctica:Macquarie Australia:ACT,Canberra,Currie,Hobart,Melbourne,NSW,Sydney,Tasmania,Victoria
630 660 10.1.0@120 4.1.0@120||Australia:LHI,Lord_Howe
660|0+600 ei22o+660|Asia:Magadan
660|0+600 eh6yo+660|Asia:Sakhalin
660||Asia:Srednekolymsk Etc:GMT-11 Pacific:Bougainville,Efate,Guadalcanal,Kosrae,Noumea,Pohnpei,Ponape
660 720 10.1.0@120 4.1.0@180|0+690 ebsg6+660 fky10+720|Pacific:Norfolk
720 780 9.5.0@120 4.1.0@180||Antarctica:McMurdo,South_Pole -:NZ Pacific:Auckland
720||Asia:Anadyr,Kamchatka Etc:GMT-12 -:Kwajalein Pacific:Funafuti,Kwajalein,Majuro,Nauru,Tarawa,Wake,Wallis
720|0+780 e3snc+720 ecnjc+780 ef13c+720 eo3rc+780 eq9jc+720 ezc7c+780 f1hzc+720 faknc+780 fcqfc+720 fm0vc+780 fnyvc+720 fyjzc+780
  +fzf3c+720|Pacific:Fiji
765 825 9.5.0@165 4.1.0@225||-:NZ-CHAT Pacific:Chatham
780||Etc:GMT-13 Pacific:Enderbury,Fakaofo,Kanton
780|0+840 e667c+780 ebknc+840 ehenc+780 emt3c+840 esn3c+780 ey1jc+840 f3vjc+780 f9hrc+840 ffbrc+780 fkq7c+840 fqk7c+780 fvync+840
  +g1snc+780|Pacific:Apia
780|0+780 eo3po+840 eq9ho+780|Pacific:Tongatapu
840||Etc:GMT-14 Pacific:Kiritimati
`
